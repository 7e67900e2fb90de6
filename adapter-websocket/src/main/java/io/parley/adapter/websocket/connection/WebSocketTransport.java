package io.parley.adapter.websocket.connection;

import io.parley.adapter.websocket.protocol.EncodedPacket;
import io.parley.adapter.websocket.protocol.EnginePacket;
import io.parley.adapter.websocket.protocol.EnginePacketType;
import io.parley.adapter.websocket.protocol.MalformedPacketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.WebSocketException;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket connection (Engine.IO protocol, "WebSocket"): one packet per message. It reads the
 * next frame only when the packet before has been handled, and hands what it sends straight to
 * Jetty, counting what Jetty has not yet written: there is no second queue.
 */
final class WebSocketTransport implements FrameHandler, Transport {
  /** How long the other side may take to close, and the last packets to be written. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

  /** From here on, waiting for more to write at once gains nothing. */
  private static final int MAX_WRITE_FRAMES = 32;

  private static final int MAX_WRITE_BYTES = 32_768;

  private static final AtomicIntegerFieldUpdater<WebSocketTransport> FRAMES =
      AtomicIntegerFieldUpdater.newUpdater(WebSocketTransport.class, "unsentFrames");
  private static final AtomicLongFieldUpdater<WebSocketTransport> BYTES =
      AtomicLongFieldUpdater.newUpdater(WebSocketTransport.class, "unsentBytes");

  private final EngineServer server;
  private @Nullable HandshakeRequest handshake;
  private @Nullable EngineSession session;
  private @Nullable CoreSession core;
  private @Nullable Deadline deadline;
  private @Nullable MessageBuffer partial;
  private volatile boolean probing;
  private volatile boolean closed;
  private volatile CloseReason goneReason = CloseReason.TRANSPORT_CLOSE;

  // Guarded by the session. Offered frames wait only for a writer; usually there is one.
  private @Nullable Frame offered;
  private @Nullable Queue<Frame> offeredNext;
  private int offeredBytes;
  private boolean writing;
  private @Nullable Runnable ending;

  private volatile int unsentFrames;
  private volatile long unsentBytes;

  /** A WebSocket that opens a session of its own. */
  WebSocketTransport(EngineServer server, HandshakeRequest handshake) {
    this.server = server;
    this.handshake = handshake;
  }

  /** A WebSocket that wants to take over from polling. */
  WebSocketTransport(EngineServer server, EngineSession session) {
    this.server = server;
    this.session = session;
    this.probing = true;
  }

  // --- Jetty's side --------------------------------------------------------------------------

  @Override
  public void onOpen(CoreSession coreSession, Callback callback) {
    core = coreSession;
    callback.succeeded();
    server.webSocketOpened();
    HandshakeRequest opening = handshake;
    EngineSession taking = session;
    if (opening != null) {
      handshake = null;
      EngineSession opened = server.newSession(opening, this);
      session = opened;
      server.open(opened, List.of());
      if (closed) {
        opened.transportGone(this, goneReason); // before it was ours to tell
      }
    } else if (taking != null && taking.offerCandidate(this)) {
      expect(server.config().upgradeTimeout(), "upgrade timeout");
    } else {
      close(CloseStatus.NORMAL, "cannot upgrade");
    }
    coreSession.demand();
  }

  @Override
  public void onFrame(Frame frame, Callback callback) {
    CompletionStage<?> handled = null;
    switch (frame.getOpCode()) {
      case OpCode.TEXT, OpCode.BINARY, OpCode.CONTINUATION -> handled = onData(frame);
      case OpCode.PING -> {
        Frame pong = pong(frame);
        callback.succeeded();
        // The next frame waits for the pong, or who sends pings and reads nothing fills our memory.
        core().sendFrame(pong, Callback.from(core()::demand), false);
        return;
      }
      default -> {
        // Jetty answers a close; a pong of the WebSocket protocol means nothing to us.
      }
    }
    callback.succeeded();
    if (frame.getOpCode() == OpCode.CLOSE) {
      return;
    }
    if (handled == null) {
      core().demand();
    } else {
      CompletionStage<?> unused = handled.whenComplete((result, failure) -> core().demand());
    }
  }

  private static Frame pong(Frame ping) {
    byte[] payload = new byte[ping.getPayloadLength()];
    ping.getPayload().get(payload);
    return new Frame(OpCode.PONG, true, ByteBuffer.wrap(payload));
  }

  @Override
  public void onError(Throwable cause, Callback callback) {
    if (cause instanceof WebSocketException && goneReason == CloseReason.TRANSPORT_CLOSE) {
      goneReason = CloseReason.TRANSPORT_ERROR;
    }
    callback.succeeded();
  }

  @Override
  public void onClosed(CloseStatus closeStatus, Callback callback) {
    callback.succeeded();
    closed = true;
    server.webSocketClosed();
    cancelDeadline();
    EngineSession left = session;
    if (left != null) {
      left.transportGone(this, goneReason);
    }
  }

  // --- receiving -----------------------------------------------------------------------------

  private @Nullable CompletionStage<?> onData(Frame frame) {
    boolean continued = frame.getOpCode() == OpCode.CONTINUATION;
    MessageBuffer message = partial;
    if (continued == (message == null)) {
      return fail(CloseStatus.PROTOCOL, CloseReason.TRANSPORT_ERROR);
    }
    if (message == null) {
      message = new MessageBuffer(frame.getOpCode() == OpCode.BINARY);
    }
    if (message.size() + frame.getPayloadLength() > maxMessageBytes()) {
      return fail(CloseStatus.MESSAGE_TOO_LARGE, CloseReason.TRANSPORT_ERROR);
    }
    message.append(frame.getPayload());
    partial = frame.isFin() ? null : message;
    return frame.isFin() ? onMessage(message) : null;
  }

  private int maxMessageBytes() {
    EngineSession receiver = session;
    return receiver == null ? server.config().maxPayload() : receiver.maxMessageBytes();
  }

  private @Nullable CompletionStage<?> onMessage(MessageBuffer message) {
    EnginePacket packet;
    try {
      packet =
          message.isBinary()
              ? new EnginePacket.Binary(message.bytes())
              : EnginePacket.decode(message.text());
    } catch (MalformedPacketException e) {
      return fail(CloseStatus.PROTOCOL, CloseReason.PARSE_ERROR);
    }
    EngineSession receiver = session;
    if (receiver == null) {
      return null;
    }
    return probing ? onProbing(receiver, packet) : receiver.receive(packet);
  }

  private @Nullable CompletionStage<?> onProbing(EngineSession receiver, EnginePacket packet) {
    if (packet instanceof EnginePacket.Text text) {
      if (text.is(EnginePacketType.PING, "probe")) {
        receiver.onProbe(this);
        return null;
      }
      if (text.type() == EnginePacketType.UPGRADE) {
        return receiver.onUpgrade(this);
      }
    }
    close(CloseStatus.NORMAL, "not an upgrade");
    return null;
  }

  private @Nullable CompletionStage<?> fail(int status, CloseReason reason) {
    partial = null;
    goneReason = reason; // Jetty may tell us that it is closed before it returns
    EngineSession receiver = session;
    close(status, reason.text());
    if (receiver != null) {
      receiver.transportGone(this, reason);
    }
    return null;
  }

  /** The session has moved to this connection. */
  void promoted() {
    probing = false;
    cancelDeadline();
  }

  // --- sending -------------------------------------------------------------------------------

  @Override
  public boolean offer(EncodedPacket packet) {
    EngineConfig config = server.config();
    if (unsentFrames > 0
        && (unsentFrames >= config.maxQueuedPackets()
            || unsentBytes + packet.byteSize() > config.maxQueuedBytes())) {
      return false;
    }
    byte[] text = packet.text();
    if (text != null) {
      add(OpCode.TEXT, text);
    }
    for (byte[] binary : packet.binaries()) {
      add(OpCode.BINARY, binary);
    }
    return true;
  }

  private void add(byte opCode, byte[] payload) {
    FRAMES.incrementAndGet(this);
    BYTES.addAndGet(this, payload.length);
    offeredBytes += payload.length;
    Frame frame = new Frame(opCode, true, ByteBuffer.wrap(payload));
    if (offered == null) {
      offered = frame;
      return;
    }
    if (offeredNext == null) {
      offeredNext = new ArrayDeque<>();
    }
    offeredNext.add(frame);
  }

  /** Counts down what waits once a frame is written, or never will be. */
  private record Sent(WebSocketTransport transport, int bytes) implements Callback {
    @Override
    public void succeeded() {
      FRAMES.decrementAndGet(transport);
      BYTES.addAndGet(transport, -bytes);
    }

    @Override
    public void failed(Throwable cause) {
      succeeded();
    }

    @Override
    public InvocationType getInvocationType() {
      return InvocationType.NON_BLOCKING;
    }
  }

  @Override
  public int waitingPackets() {
    return unsentFrames;
  }

  @Override
  public long waitingBytes() {
    return unsentBytes;
  }

  @Override
  public boolean isWriteDue() {
    return offeredBytes >= MAX_WRITE_BYTES
        || (offeredNext != null && offeredNext.size() >= MAX_WRITE_FRAMES);
  }

  /**
   * Becomes the writer. If there is one, that one also takes what is offered meanwhile; but who has
   * outrun it waits until it is done, or the client would be found slow because we are.
   */
  @Override
  public Runnable flush() {
    if ((offered == null && ending == null) || (writing && !isWriteDue())) {
      return NOTHING;
    }
    writing = true;
    return this::write;
  }

  /**
   * Hands over what was offered until nothing is, one thread at a time, without the session's lock.
   * Handing over never waits for the network.
   */
  private synchronized void write() {
    try {
      while (writeOffered()) {
        // more may have been offered meanwhile
      }
    } catch (Throwable e) {
      core().abort(); // or nobody would ever be the writer again
      throw e;
    }
  }

  private boolean writeOffered() {
    Frame frame;
    Queue<Frame> more;
    Runnable last;
    synchronized (Objects.requireNonNull(session)) {
      frame = offered;
      more = offeredNext;
      last = ending;
      offered = null;
      offeredNext = null;
      offeredBytes = 0;
      ending = null;
      writing = frame != null || last != null;
    }
    if (frame != null) {
      send(frame, more);
    }
    if (last != null) {
      last.run();
    }
    return frame != null || last != null;
  }

  /** Jetty writes at the last frame, all of them at once. */
  private void send(Frame first, @Nullable Queue<Frame> more) {
    for (Frame frame = first, next; frame != null; frame = next) {
      next = more == null ? null : more.poll();
      core().sendFrame(frame, new Sent(this, frame.getPayloadLength()), next != null);
    }
  }

  // --- closing -------------------------------------------------------------------------------

  @Override
  public Runnable end(CloseReason reason) {
    ending = ending(reason);
    return flush();
  }

  private Runnable ending(CloseReason reason) {
    return switch (reason) {
      case PING_TIMEOUT -> () -> core().abort(); // nobody is there to be told
      case SLOW_CONSUMER -> () -> close(CloseStatus.POLICY_VIOLATION, reason.text());
      case PARSE_ERROR, TRANSPORT_ERROR -> () -> close(CloseStatus.PROTOCOL, reason.text());
      case TRANSPORT_CLOSE, FORCED_CLOSE -> () -> close(CloseStatus.NORMAL, reason.text());
      case CONNECT_TIMEOUT, SERVER_SHUTDOWN -> this::breakOff;
    };
  }

  /**
   * Starts to close. With {@link CloseStatus#NORMAL} Jetty first writes what was sent before, with
   * any other status it drops it.
   */
  private void close(int status, String reason) {
    CoreSession closing = core();
    if (closing.isOutputOpen()) {
      expect(CLOSE_TIMEOUT, reason);
      closing.close(status, reason, Callback.NOOP);
    }
  }

  /**
   * Writes what was sent before and hangs up. Some clients, OkHttp's among them, do not notice a
   * close frame until their next ping is overdue; a connection that ends they notice at once, and
   * every client then connects again.
   */
  private void breakOff() {
    CoreSession ending = core();
    expect(CLOSE_TIMEOUT, "last packets");
    ending.flush(Callback.from(ending::abort));
  }

  private void expect(Duration timeout, String reason) {
    cancelDeadline();
    Deadline next = new Deadline(reason);
    deadline = next;
    server.timers().schedule(next, timeout);
  }

  private void cancelDeadline() {
    Deadline pending = deadline;
    if (pending != null) {
      server.timers().cancel(pending);
      deadline = null;
    }
  }

  private CoreSession core() {
    CoreSession opened = core;
    if (opened == null) {
      throw new IllegalStateException("not open yet");
    }
    return opened;
  }

  /** Short-lived: exists while the connection upgrades or closes. */
  private final class Deadline extends TimerWheel.Timeout {
    private final String what;

    Deadline(String what) {
      this.what = what;
    }

    @Override
    protected void onTimeout() {
      server.logTimeout(what);
      core().abort();
    }
  }
}
