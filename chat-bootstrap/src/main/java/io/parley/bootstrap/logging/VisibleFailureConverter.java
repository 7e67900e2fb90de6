package io.parley.bootstrap.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.stream.Collectors;

/** The stack trace of an entry; every line is indented, so that none can pass for an entry. */
public final class VisibleFailureConverter extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy failure) {
    return super.throwableProxyToString(failure)
        .lines()
        .map(line -> "    " + VisibleText.of(line) + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
