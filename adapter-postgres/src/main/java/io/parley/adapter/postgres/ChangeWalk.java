package io.parley.adapter.postgres;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which changes one answer tells: conversation by conversation, in each first its new messages and
 * then its deletes and restores, until the answer is full.
 *
 * @param conversations those of which something is told, or all is
 * @param messages ids of new messages, deleted or not
 * @param changed ids of messages that were deleted or restored
 * @param next where to go on; empty if everything is told
 */
record ChangeWalk(
    List<Long> conversations, Set<Long> messages, Set<Long> changed, Optional<Place> next) {

  /**
   * What is told: all conversations with smaller ids, and of this one a part.
   *
   * @param sequence messages up to here; negative if none
   * @param change deletes and restores up to this number
   */
  record Place(long conversation, long sequence, long change) {
    /** Nothing is told. */
    static final Place START = beginningOf(1);

    static Place beginningOf(long conversation) {
      return new Place(conversation, -1, 0);
    }
  }

  /**
   * A new message, or a delete or restore.
   *
   * @param number the message's sequence, or the number of the change
   */
  record Item(long conversation, long number, long message) {}

  /**
   * Walks until {@code limit} conversations, or {@code limit} items, are told.
   *
   * @param ids from {@code start} on, ascending; one more than the limit, if there are so many
   * @param messages sorted; one more than the limit, if there are so many
   * @param changes likewise
   */
  static ChangeWalk over(
      Place start, List<Long> ids, List<Item> messages, List<Item> changes, int limit) {
    var told = new ArrayList<Long>();
    var added = new LinkedHashSet<Long>();
    var changed = new LinkedHashSet<Long>();
    int items = 0;
    int message = 0;
    int change = 0;
    for (long id : ids) {
      Place place = id == start.conversation() ? start : Place.beginningOf(id);
      if (told.size() == limit || items == limit) {
        return new ChangeWalk(told, added, changed, Optional.of(place));
      }
      told.add(id);
      for (; message < messages.size() && messages.get(message).conversation() == id; message++) {
        if (items == limit) {
          return new ChangeWalk(told, added, changed, Optional.of(place));
        }
        place = new Place(id, messages.get(message).number(), place.change());
        added.add(messages.get(message).message());
        items++;
      }
      for (; change < changes.size() && changes.get(change).conversation() == id; change++) {
        if (items == limit) {
          return new ChangeWalk(told, added, changed, Optional.of(place));
        }
        place = new Place(id, place.sequence(), changes.get(change).number());
        changed.add(changes.get(change).message());
        items++;
      }
    }
    return new ChangeWalk(told, added, changed, Optional.empty());
  }
}
