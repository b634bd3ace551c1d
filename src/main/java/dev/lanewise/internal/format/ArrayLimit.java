package dev.lanewise.internal.format;

/** What an array holds. */
public final class ArrayLimit {
    /** The longest that HotSpot makes, whatever the elements. */
    public static final int LONGEST = Integer.MAX_VALUE - 8;

    private ArrayLimit() {}
}
