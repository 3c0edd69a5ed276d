package ca.rocketreception.ports.driving;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.ports.driving.routing.ReceivingCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Domain and ports read no clock and no random source: time and ids come in. */
class PurityTest {

  private static final Set<String> CLOCKS =
      Set.of(
          "java/time/Instant.now",
          "java/time/LocalDate.now",
          "java/time/LocalDateTime.now",
          "java/time/ZonedDateTime.now",
          "java/time/Clock.systemUTC",
          "java/time/Clock.system",
          "java/lang/System.currentTimeMillis",
          "java/lang/System.nanoTime",
          "java/util/UUID.randomUUID",
          "java/lang/Math.random");
  private static final List<String> DICE =
      List.of(
          "java/util/Random",
          "java/security/SecureRandom",
          "java/util/concurrent/ThreadLocalRandom");

  @Test
  void domainAndPortsReadNoClockAndThrowNoDice() throws Exception {
    assertThat(impurities(Business.class)).isEmpty();
    assertThat(impurities(ReceivingCalls.class)).isEmpty();
  }

  @Test
  void theCheckFindsAClassThatDoes() throws Exception {
    assertThat(impurities(PurityTest.class)).isNotEmpty();
  }

  static Object impure() {
    return List.of(UUID.randomUUID(), System.nanoTime());
  }

  private static List<String> impurities(Class<?> anyOfTheModule)
      throws IOException, URISyntaxException {
    Path classes =
        Path.of(anyOfTheModule.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isRegularFile(classes)) {
      try (FileSystem jar = FileSystems.newFileSystem(classes)) {
        return impuritiesUnder(jar.getPath("/"));
      }
    }
    return impuritiesUnder(classes);
  }

  private static List<String> impuritiesUnder(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .flatMap(PurityTest::impuritiesOf)
          .toList();
    }
  }

  private static Stream<String> impuritiesOf(Path file) {
    try {
      ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
      return StreamSupport.stream(model.constantPool().spliterator(), false)
          .flatMap(PurityTest::called)
          .filter(call -> CLOCKS.contains(call) || DICE.stream().anyMatch(call::startsWith))
          .map(call -> model.thisClass().asInternalName() + " calls " + call);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> called(PoolEntry entry) {
    return entry instanceof MemberRefEntry member
        ? Stream.of(member.owner().asInternalName() + "." + member.name().stringValue())
        : Stream.empty();
  }
}
