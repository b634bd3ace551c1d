/** Files that appear whole or not at all, for the packages that write any. Knows nothing of networks. */
package dev.lanewise.internal.file;
