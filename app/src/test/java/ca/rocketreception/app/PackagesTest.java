package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.http.HttpServer;
import ca.rocketreception.ports.driven.Store;
import ca.rocketreception.postgres.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One noun, one folder; and no folder needs what needs it. */
class PackagesTest {

  private static final Pattern OURS = Pattern.compile("ca/rocketreception/[a-z/]+(?=/[A-Z])");

  @ParameterizedTest
  @ValueSource(classes = {SubscriberId.class, Store.class, Database.class, HttpServer.class})
  void noPackagesOfAModuleNeedEachOther(Class<?> anyOfTheModule) throws Exception {
    assertThat(circle(anyOfTheModule)).isEmpty();
  }

  /**
   * What is left of the packages when those are taken away, again and again, that need no other.
   */
  private static Map<String, Set<String>> circle(Class<?> anyOfTheModule) throws Exception {
    Map<String, Set<String>> needs = needs(anyOfTheModule);
    needs.forEach((user, used) -> used.retainAll(needs.keySet()));
    while (needs.values().removeIf(Set::isEmpty)) {
      needs.values().forEach(used -> used.retainAll(needs.keySet()));
    }
    return needs;
  }

  private static Map<String, Set<String>> needs(Class<?> anyOfTheModule)
      throws IOException, URISyntaxException {
    Path classes =
        Path.of(anyOfTheModule.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isRegularFile(classes)) {
      try (FileSystem jar = FileSystems.newFileSystem(classes)) {
        return needsUnder(jar.getPath("/"));
      }
    }
    return needsUnder(classes);
  }

  private static Map<String, Set<String>> needsUnder(Path classes) throws IOException {
    Map<String, Set<String>> needs = new TreeMap<>();
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .filter(file -> file.toString().endsWith(".class"))
          .forEach(file -> {
            String user = classes.relativize(file).getParent().toString();
            Set<String> used = needs.computeIfAbsent(user, _ -> new TreeSet<>());
            named(file).filter(other -> !other.equals(user)).forEach(used::add);
          });
    }
    return needs;
  }

  private static Stream<String> named(Path file) {
    try {
      return StreamSupport.stream(
              ClassFile.of().parse(Files.readAllBytes(file)).constantPool().spliterator(), false)
          .filter(Utf8Entry.class::isInstance)
          .flatMap(entry -> OURS.matcher(((Utf8Entry) entry).stringValue()).results())
          .map(result -> result.group());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
