package io.parley.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the web page is made of, as the build has put it beside this class.
 *
 * @param index the page itself, HTML
 * @param assets what it loads, by path; a path has a hash of its content in it
 */
public record PageFiles(ByteBuffer index, Map<String, ByteBuffer> assets) {
  private static final String DIRECTORY = "page/";
  private static final String INDEX = "index.html";

  public PageFiles {
    index = index.asReadOnlyBuffer();
    assets = Map.copyOf(assets);
  }

  /** Empty if the build had no npm. */
  public static Optional<PageFiles> ofBuild() {
    try (InputStream list = PageFiles.class.getResourceAsStream(DIRECTORY + "files.txt")) {
      return list == null
          ? Optional.empty()
          : Optional.of(load(new String(list.readAllBytes(), UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PageFiles load(String list) throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    for (String name : list.lines().toList()) {
      files.put(name, content(name));
    }
    ByteBuffer index = files.remove(INDEX);
    if (index == null) {
      throw new IOException("The web page has no " + INDEX);
    }
    return new PageFiles(index, files);
  }

  private static ByteBuffer content(String name) throws IOException {
    try (InputStream stream = PageFiles.class.getResourceAsStream(DIRECTORY + name)) {
      if (stream == null) {
        throw new IOException("The web page has no " + name);
      }
      return ByteBuffer.wrap(stream.readAllBytes()).asReadOnlyBuffer();
    }
  }
}
