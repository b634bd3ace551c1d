/** Pictures of networks: the graph of units and links, as DOT, SVG and PNG, and the table of layers. */
package dev.lanewise.draw;
