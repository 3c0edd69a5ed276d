package ca.rocketreception.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.app.UnpackedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is shipped: the jar, and only the libraries beside it. */
class PackagedProgramIT {

  private static final String SERVES = "serves at ";
  private static final Path WORKSHOP = Path.of("target", "workshop.jar");
  private static final Path SERVER = Path.of("..", "app", "target", "app-program.jar");

  @TempDir private Path directory;

  @Test
  void itTellsItsCommands() throws Exception {
    Process help = program("--help");

    assertThat(help.inputReader().readAllAsString()).contains("demo", "serve", "simulate");
    assertThat(help.waitFor()).isZero();
  }

  @Test
  void itTellsItsVersionAndThatOfTheLawsOnClocks() throws Exception {
    assertThat(program("--version").inputReader().readAllAsString())
        .contains("Rocket Reception 1.0", "zone rules 20")
        .doesNotContain("the JDK's");
  }

  @Test
  void itServesRecordsACallAndStopsWhenTold() throws Exception {
    UnpackedPostgres.in(directory);
    assertThat(program("seed", "all").waitFor()).isZero();
    Process server = program("serve");
    String url = address(server.errorReader());
    assertThat(becomesReady(url)).isTrue();

    assertThat(program("simulate", "call", "--count", "2", "--url", url).waitFor()).isZero();
    server.destroy();

    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
    Process rollup = program("rollup");
    assertThat(rollup.inputReader().readAllAsString()).matches("\\d+\\s*");
    assertThat(rollup.waitFor()).isZero();
    Process audit = program("audit");
    assertThat(audit.inputReader().readAllAsString()).isEmpty();
    assertThat(audit.waitFor()).isZero();
  }

  @Test
  void aRehearsedStartIsNotedByTheJdkAndTheNoteIsTaken() throws Exception {
    Path note = directory.resolve("app.aot");
    Process rehearsal = program(SERVER, List.of("-XX:AOTCacheOutput=" + note), "rehearse");
    rehearsal.inputReader().readAllAsString();
    assertThat(rehearsal.waitFor()).isZero();
    assertThat(note).isNotEmptyFile();

    Process taken = program(SERVER, List.of("-XX:AOTCache=" + note, "-XX:AOTMode=on"), "--version");

    assertThat(taken.inputReader().readAllAsString()).startsWith("Rocket Reception");
    assertThat(taken.waitFor()).isZero();
  }

  @Test
  void askingHowToTestFromAnotherFolderLeavesTheProgramAsItIs() throws Exception {
    Path jar = WORKSHOP;
    FileTime built = Files.getLastModifiedTime(jar);
    Process help =
        new ProcessBuilder(Path.of("..", "rocket").toRealPath().toString(), "test", "--help")
            .directory(directory.toFile())
            .start();

    assertThat(help.inputReader().readAllAsString()).startsWith("Usage: ./rocket test");
    assertThat(help.waitFor()).isZero();
    assertThat(Files.getLastModifiedTime(jar)).isEqualTo(built);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theServerHasNeitherDoublesNorTheWorkshopAndServesByItself() throws Exception {
    UnpackedPostgres.in(directory);
    try (Stream<Path> libraries = Files.list(SERVER.resolveSibling("lib"))) {
      assertThat(libraries.map(library -> library.getFileName().toString()))
          .isNotEmpty()
          .noneMatch(name -> name.startsWith("provider-doubles"))
          .noneMatch(name -> name.startsWith("workshop"))
          .noneMatch(name -> name.endsWith("-tests.jar"));
    }
    Process demo = program(SERVER, List.of(), "demo");
    assertThat(demo.errorReader().readAllAsString()).contains("'demo'");
    assertThat(demo.waitFor()).isEqualTo(2);

    Process server = program(SERVER, List.of(), "serve");
    assertThat(becomesReady(address(server.errorReader()))).isTrue();
    server.destroy();
    assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private Process program(String... arguments) throws IOException {
    return program(List.of(), arguments);
  }

  private Process program(List<String> flags, String... arguments) throws IOException {
    return program(WORKSHOP, flags, arguments);
  }

  private Process program(Path jar, List<String> flags, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx192m",
                "-XX:+UseG1GC"));
    command.addAll(flags);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(
                flags.isEmpty() ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove("DATABASE_URL");
    builder
        .environment()
        .putAll(
            Map.of(
                "PORT",
                "0",
                "ROCKET_DATA_DIR",
                directory.toString(),
                "RETELL_WEBHOOK_KEYS",
                "key_of_the_packaged_program"));
    return builder.start();
  }

  private static String address(BufferedReader words) throws IOException {
    for (String line = words.readLine(); line != null; line = words.readLine()) {
      if (line.contains(SERVES)) {
        return line.substring(line.indexOf(SERVES) + SERVES.length()).strip();
      }
    }
    throw new IOException("The server ended without serving");
  }

  private static boolean becomesReady(String url) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    HttpRequest ready = HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (System.nanoTime() < deadline) {
        if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return true;
        }
      }
      return false;
    }
  }
}
