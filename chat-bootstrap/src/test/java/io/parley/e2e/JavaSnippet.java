package io.parley.e2e;

import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler.CompilationTask;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles Java of a document with all modules: a whole file, or statements, which are put into a
 * method of a class with what is given.
 */
final class JavaSnippet {
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:public |final )*(?:class|record|interface|enum) (\\w+)", Pattern.MULTILINE);
  private static final String IMPORT = "import ";

  private JavaSnippet() {}

  static void compile(Snippet snippet) {
    boolean isFile = TYPE.matcher(snippet.text()).find();
    String source = isFile ? snippet.text() : inMethod(snippet);
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    CompilationTask task =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                null,
                new NoClassFiles(),
                problems,
                List.of("-proc:none", "-implicit:none", "-cp", SnippetShell.classPath()),
                null,
                List.of(new Source(isFile ? typeIn(snippet) : "Snippet", source)));
    boolean compiles = Boolean.TRUE.equals(task.call());
    if (!compiles) {
      throw snippet.wrong(
          "this does not compile with the modules on the class path:\n"
              + problems.getDiagnostics().stream()
                  .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                  .map(problem -> problem.getMessage(null).indent(4))
                  .collect(Collectors.joining())
              + "Mend it, give it what it needs with <!-- given: imports and members --> before the"
              + " block, or mark it with <!-- not run: why -->");
    }
  }

  private static String typeIn(Snippet snippet) {
    return TYPE.matcher(snippet.text()).results().findFirst().orElseThrow().group(1);
  }

  private static String inMethod(Snippet snippet) {
    List<String> imports = new ArrayList<>();
    String members = without(imports, snippet.given().orElse("").lines());
    String statements = without(imports, snippet.text().lines());
    return String.join("\n", imports)
        + "\n@SuppressWarnings(\"all\") class Snippet {\n"
        + members
        + "\nvoid run() throws Exception {\n"
        + statements
        + "\n}\n}\n";
  }

  private static String without(List<String> imports, Stream<String> lines) {
    return lines
        .filter(line -> !line.startsWith(IMPORT) || !imports.add(line))
        .collect(Collectors.joining("\n"));
  }

  /** Source that is no file. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String type, String text) {
      super(URI.create("string:///" + type + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Takes what is compiled and forgets it. */
  private static final class NoClassFiles
      extends ForwardingJavaFileManager<StandardJavaFileManager> {
    NoClassFiles() {
      super(ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null));
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String type, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("string:///" + type + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return OutputStream.nullOutputStream();
        }
      };
    }
  }
}
