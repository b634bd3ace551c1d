package dev.lanewise.bench.report;

import java.util.List;

/** HTML, with all text escaped. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    Html element(String name, String text) {
        out.append('<').append(name).append('>').append(escape(text)).append("</").append(name).append(">\n");
        return this;
    }

    /** As it is: another element's HTML. */
    Html raw(String html) {
        out.append(html).append('\n');
        return this;
    }

    Html list(List<String> items) {
        out.append("<ul>\n");
        items.forEach(item -> element("li", item));
        out.append("</ul>\n");
        return this;
    }

    /** A table; all columns but the first hold figures. */
    Html table(List<String> header, List<List<String>> rows) {
        out.append("<div class=\"wide\"><table>\n<thead><tr>");
        header.forEach(cell -> out.append("<th>").append(escape(cell)).append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            out.append("<tr>");
            row.forEach(cell -> out.append("<td>").append(escape(cell)).append("</td>"));
            out.append("</tr>\n");
        }
        out.append("</tbody></table></div>\n");
        return this;
    }

    /** What is shown when the title is clicked. */
    Html details(String title, Html content) {
        out.append("<details><summary>").append(escape(title)).append("</summary>\n").append(content.out)
                .append("</details>\n");
        return this;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
