package dev.lanewise.draw;

/**
 * A line of text in the picture, centred.
 *
 * @param text what it says
 * @param x the centre, in CSS pixels from the left
 * @param baseline in CSS pixels from the top
 */
record Caption(String text, double x, double baseline) {}
