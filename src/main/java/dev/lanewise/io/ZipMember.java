package dev.lanewise.io;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.zip.Inflater;

/**
 * A file in a zip archive that is held in memory, as its directory and its local header agree on it.
 *
 * @param name as in the directory
 * @param isDeflated or else stored as it is
 * @param offset of its bytes in the archive
 * @param packed their number
 * @param size of the file itself
 * @param crc of the file itself
 */
record ZipMember(String name, boolean isDeflated, int offset, int packed, long size, int crc) {
    /** The file itself, as far as its bytes go; an inflater may serve one stream after another. */
    InputStream open(byte[] archive, Inflater inflater) {
        if (!isDeflated) {
            return new ByteArrayInputStream(archive, offset, packed);
        }
        inflater.reset();
        inflater.setInput(archive, offset, packed);
        return new InflatedInput(inflater);
    }
}
