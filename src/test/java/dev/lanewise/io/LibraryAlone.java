package dev.lanewise.io;

import java.net.URL;
import java.net.URLClassLoader;

/** Own copies of the library's classes, and no optional library, also where all are modules that every loader sees. */
final class LibraryAlone extends URLClassLoader {
    LibraryAlone() {
        super(new URL[] {Safetensors.class.getProtectionDomain().getCodeSource().getLocation()},
                ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("com.fasterxml.") || name.startsWith("com.google.")) {
            throw new ClassNotFoundException(name);
        }
        if (!name.startsWith("dev.lanewise.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }
}
