package dev.lanewise.draw;

/**
 * What pictures need and the library does not bring along. Asked for by name before a class that uses it is touched, so
 * that a missing one is an answer with a remedy and not a {@link NoClassDefFoundError}.
 */
enum PictureLibrary {
    /** Java 2D and ImageIO. */
    JAVA_DESKTOP("java.awt.Graphics2D",
            "pictures need the module java.desktop, which this Java runtime has not loaded; "
                    + "add --add-modules java.desktop, or use a runtime image that includes it (DOT needs neither)"),

    /** JFreeSVG. */
    JFREE_SVG("org.jfree.svg.SVGGraphics2D",
            "SVG needs the optional library JFreeSVG; add org.jfree:org.jfree.svg (5.0 or later) to the class path, "
                    + "or to the module path with --add-modules org.jfree.svg (PNG and DOT do not need it)");

    private final String typicalClass;
    private final String remedy;

    PictureLibrary(String typicalClass, String remedy) {
        this.typicalClass = typicalClass;
        this.remedy = remedy;
    }

    /**
     * Checks that the library is there.
     *
     * @throws IllegalStateException if it is not
     */
    void require() {
        try {
            Class.forName(typicalClass, false, PictureLibrary.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new IllegalStateException(remedy, e);
        }
    }
}
