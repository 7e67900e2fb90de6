package io.parley.bootstrap;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

/** Enums that are a module's own, for the reference that is made of them. */
final class HiddenEnum {
  private HiddenEnum() {}

  static List<Constant> constants(String type) {
    try {
      return Arrays.stream(Class.forName(type).getEnumConstants()).map(Constant::new).toList();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  /** What a static method of a type gives for a constant. */
  static Constant call(String type, String method, Enum<?> argument) {
    try {
      Method declared = Class.forName(type).getDeclaredMethod(method, argument.getDeclaringClass());
      declared.setAccessible(true);
      return new Constant(declared.invoke(null, argument));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type, e);
    }
  }

  /** One of an enum that cannot be named here. */
  record Constant(Object value) {
    Object call(String method) {
      try {
        Method declared = value.getClass().getDeclaredMethod(method);
        declared.setAccessible(true);
        return declared.invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(method, e);
      }
    }
  }
}
