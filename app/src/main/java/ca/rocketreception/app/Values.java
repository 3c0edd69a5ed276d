package ca.rocketreception.app;

import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Slug;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongPredicate;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How options are read, and what is said of a value that is none. */
public final class Values {

  private Values() {}

  /** Of options that are of such a type, in all commands. */
  static CommandLine register(CommandLine commands) {
    return commands
        .registerConverter(Slug.class, text -> refusing(Slug::new, text))
        .registerConverter(PhoneNumber.class, text -> refusing(PhoneNumber::new, text))
        .registerConverter(YearMonth.class, text -> parsed(YearMonth::parse, text, "2026-11"))
        .registerConverter(LocalDate.class, text -> parsed(LocalDate::parse, text, "2026-11-30"))
        .registerConverter(
            Instant.class, text -> parsed(Instant::parse, text, "2026-11-30T18:00:00Z"))
        .registerConverter(URI.class, Values::server)
        .registerConverter(Integer.class, text -> (int) whole(text, any -> true, "a whole number"))
        .registerConverter(int.class, text -> (int) whole(text, any -> true, "a whole number"))
        .registerConverter(Long.class, text -> whole(text, any -> true, "a whole number"))
        .registerConverter(long.class, text -> whole(text, any -> true, "a whole number"));
  }

  /** How many: 1 or more. */
  public static final class Some implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, number -> number >= 1, "a whole number from 1");
    }
  }

  /** How many: none, or more. */
  public static final class SomeOrNone implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, number -> number >= 0, "a whole number from 0");
    }
  }

  /** Very many: 0 or more. */
  public static final class Many implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return whole(text, number -> number >= 0, "a whole number from 0");
    }
  }

  /** 0 is any that is free. */
  public static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, number -> number >= 0 && number <= 65_535, "a port from 0 to 65535");
    }
  }

  /** A country's two letters. */
  static final class Country implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return matching(text, "[A-Za-z]{2}", "a country's two letters, such as CA");
    }
  }

  /** As -Xmx takes it. */
  public static final class Heap implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      return matching(text, "\\d{1,6}[kmgKMG]", "a size of memory, such as 192m");
    }
  }

  private static String matching(String text, String pattern, String form) {
    if (!text.matches(pattern)) {
      throw wrong(text, form);
    }
    return text;
  }

  /** How often a second; 0 is as often as possible. */
  public static final class Rate implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        double rate = Double.parseDouble(text);
        if (rate >= 0 && rate <= 1_000_000) {
          return rate;
        }
      } catch (NumberFormatException none) {
        // said below
      }
      throw wrong(text, "a number from 0 to 1000000");
    }
  }

  private static long whole(String text, LongPredicate right, String form) {
    try {
      long number = Long.parseLong(text);
      if (right.test(number) && Math.abs(number) <= Integer.MAX_VALUE) {
        return number;
      }
    } catch (NumberFormatException none) {
      // said below
    }
    throw wrong(text, form);
  }

  private static URI server(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
        return uri;
      }
    } catch (IllegalArgumentException none) {
      // said below
    }
    throw wrong(text, "an address that begins with http:// or https:// and names a host");
  }

  private static <T> T parsed(Function<String, T> reader, String text, String example) {
    try {
      return reader.apply(text);
    } catch (DateTimeParseException none) {
      throw wrong(text, "written like " + example);
    }
  }

  private static <T> T refusing(Function<String, T> reader, String text) {
    try {
      return reader.apply(text);
    } catch (Refusal refusal) {
      throw new TypeConversionException(refusal.getMessage() + ". " + refusal.cure());
    }
  }

  private static TypeConversionException wrong(String text, String form) {
    return new TypeConversionException("'" + text + "' is not " + form);
  }
}
