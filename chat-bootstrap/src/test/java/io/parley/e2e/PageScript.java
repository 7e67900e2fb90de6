package io.parley.e2e;

import io.parley.testkit.fixture.RequiredProgram;
import io.parley.web.PageFiles;
import java.io.IOException;
import java.nio.file.Path;

/** Runs scripts that look at the web page with Debian's Chromium. */
final class PageScript {
  private static final Path MODULES = Path.of("src", "test", "browser");
  private static final Path INSTALLED = Path.of("target", "npm-browser");

  private PageScript() {}

  /** Skips the test, and fails it in CI, where the build has made no page. */
  static void requirePage() {
    RequiredProgram.require(
        "The web page is missing: the build had no npm", PageFiles.ofBuild().isPresent());
  }

  /** The same, where there is no browser either. */
  static void require() {
    requirePage();
    requireBrowser();
  }

  static void requireBrowser() {
    RequiredProgram.require(
        "Chromium is not installed (Debian: chromium)", "chromium", "--version");
  }

  static void run(String name, String... arguments) throws IOException, InterruptedException {
    NodeScript.withModules(MODULES, INSTALLED).execute(name, arguments);
  }
}
