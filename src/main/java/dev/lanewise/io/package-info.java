/** Model files: networks read from and written to the formats of others. */
package dev.lanewise.io;
