package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * HTTP long polling: packets wait for the next GET, which waits for the next packet (Engine.IO
 * protocol, "HTTP long-polling"). One answer is on its way at a time: who does not take it gets no
 * other one, and it counts among what waits. Guarded by the session's lock.
 */
final class PollingTransport implements Transport {
  private final int maxPackets;
  private final long maxBytes;
  private final Deque<EncodedPacket> queue = new ArrayDeque<>(4);

  /** Written with the lock, and looked at without. */
  private volatile int queuedPackets;

  private volatile long queuedBytes;
  private @Nullable PollResponse poll;

  /** The GET whose answer is on its way, and that answer's bytes. */
  private @Nullable PollResponse answering;

  private long answeringBytes;
  private @Nullable CompletableFuture<Void> post;

  PollingTransport(EngineConfig config) {
    this.maxPackets = config.maxQueuedPackets();
    this.maxBytes = config.maxQueuedBytes();
  }

  @Override
  public boolean offer(EncodedPacket packet) {
    long bytes = queuedBytes + packet.byteSize();
    boolean waits = !queue.isEmpty() || answering != null;
    if (waits && (queue.size() >= maxPackets || bytes + answeringBytes > maxBytes)) {
      return false;
    }
    queue.add(packet);
    queuedPackets = queue.size();
    queuedBytes = bytes;
    return true;
  }

  @Override
  public int waitingPackets() {
    return queuedPackets;
  }

  @Override
  public long waitingBytes() {
    return queuedBytes;
  }

  @Override
  public boolean isWriteDue() {
    return false; // what waits for the next GET is bounded by the queue
  }

  /** The GET that waits; null if there is none. */
  @Nullable PollResponse poll() {
    return poll;
  }

  /** A GET has come; there must be no other. */
  void attach(PollResponse newPoll) {
    poll = newPoll;
  }

  @Override
  public Runnable flush() {
    PollResponse waiting = poll;
    return waiting == null || answering != null || queue.isEmpty() ? NOTHING : answer(waiting);
  }

  private Runnable answer(PollResponse waiting) {
    poll = null;
    answering = waiting;
    answeringBytes = queuedBytes;
    List<EncodedPacket> packets = drain();
    return () -> waiting.complete(packets);
  }

  /** The client has taken an answer. */
  void taken(PollResponse answer) {
    if (answering == answer) {
      answering = null;
      answeringBytes = 0;
    }
  }

  /** Whether the next GET has to wait for the client to take the last answer. */
  boolean isAnswering() {
    return answering != null;
  }

  /** Takes back the GET that waits, if there is one. */
  @Nullable PollResponse detach() {
    PollResponse waiting = poll;
    poll = null;
    return waiting;
  }

  /**
   * Ends a waiting GET even if there is nothing to say, so that the client can change transport.
   */
  Runnable release() {
    if (poll != null && queue.isEmpty()) {
      queue.add(EncodedPacket.NOOP);
    }
    return flush();
  }

  /** Queues a packet behind all that waits, whatever the bounds. */
  void append(EncodedPacket packet) {
    queue.add(packet);
  }

  @Override
  public Runnable end(CloseReason reason) {
    drain();
    PollResponse waiting = poll;
    if (waiting == null) {
      return NOTHING;
    }
    // A client that said goodbye itself needs no goodbye.
    queue.add(reason == CloseReason.TRANSPORT_CLOSE ? EncodedPacket.NOOP : EncodedPacket.CLOSE);
    return answer(waiting);
  }

  /** Takes everything that waits. */
  List<EncodedPacket> drain() {
    List<EncodedPacket> packets = new ArrayList<>(queue);
    queue.clear();
    queuedPackets = 0;
    queuedBytes = 0;
    return packets;
  }

  /** The POST that is being handled; null if there is none. */
  @Nullable CompletableFuture<Void> post() {
    return post;
  }

  void beginPost(CompletableFuture<Void> newPost) {
    post = newPost;
  }

  void endPost() {
    post = null;
  }
}
