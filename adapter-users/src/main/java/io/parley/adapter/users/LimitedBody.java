package io.parley.adapter.users;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/** Takes a response's body as a whole; fails and hangs up as soon as it is too large. */
final class LimitedBody implements BodySubscriber<byte[]> {
  private static final Subscription NONE =
      new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
  private final int maxBytes;
  private Subscription subscription = NONE;
  private int bytes;
  private boolean tooLarge;

  private LimitedBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  static BodyHandler<byte[]> of(int maxBytes) {
    return response -> new LimitedBody(maxBytes);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscription = given;
    whole.onSubscribe(given);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (tooLarge) {
      return;
    }
    bytes += buffers.stream().mapToInt(ByteBuffer::remaining).sum();
    tooLarge = bytes > maxBytes;
    if (tooLarge) {
      subscription.cancel();
      whole.onError(new IOException("the answer is larger than " + maxBytes + " bytes"));
    } else {
      whole.onNext(buffers);
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.onError(failure);
  }

  @Override
  public void onComplete() {
    if (!tooLarge) {
      whole.onComplete();
    }
  }
}
