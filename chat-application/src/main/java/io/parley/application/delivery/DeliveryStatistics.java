package io.parley.application.delivery;

/**
 * What an {@link OrderedDelivery} has at one moment, and has done since it was made.
 *
 * @param lanes conversations of which it remembers what has gone out
 * @param brokenLanes those that wait for a hole to be filled
 * @param waitingEvents events that wait in these
 * @param filledMessages messages that were read from the store to fill holes, and after them
 * @param givenUpHoles holes that were not filled in time; their followers were told so
 */
public record DeliveryStatistics(
    int lanes, int brokenLanes, long waitingEvents, long filledMessages, long givenUpHoles) {}
