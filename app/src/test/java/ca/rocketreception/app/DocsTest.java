package ca.rocketreception.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages lead to is there, and the first of them is read in a few minutes. */
class DocsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^):#]+)(?:#[^)]*)?\\)");
  private static final Pattern PATH = Pattern.compile("`([\\w-]+/[\\w./-]+\\w)`");

  @Test
  void everyLinkOfAPageLeadsToAFile() throws IOException {
    for (Path page : pages()) {
      assertThat(LINK.matcher(Files.readString(page)).results().map(found -> found.group(1)))
          .as(page.toString())
          .allMatch(link -> Files.exists(page.resolveSibling(link)));
    }
  }

  @Test
  void everyFileOnAWalkIsThere() throws IOException {
    List<String> files =
        PATH.matcher(Files.readString(ROOT.resolve("docs/walks.md")))
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(files).hasSizeGreaterThan(40).allMatch(file -> Files.exists(ROOT.resolve(file)));
  }

  @Test
  void theReadmeHasTenKilobytesAtMost() throws IOException {
    assertThat(Files.size(ROOT.resolve("README.md"))).isLessThanOrEqualTo(10_000);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(
              Stream.of(ROOT.resolve("README.md")),
              docs.filter(page -> page.toString().endsWith(".md")))
          .toList();
    }
  }
}
