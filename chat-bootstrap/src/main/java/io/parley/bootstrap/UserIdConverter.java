package io.parley.bootstrap;

import io.parley.domain.error.InvalidValueException;
import io.parley.domain.user.UserId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a user id. */
final class UserIdConverter implements ITypeConverter<UserId> {
  @Override
  public UserId convert(String text) {
    try {
      return new UserId(Long.parseLong(text));
    } catch (NumberFormatException | InvalidValueException notAnId) {
      throw new TypeConversionException("'" + text + "' is no user id: a positive whole number");
    }
  }
}
