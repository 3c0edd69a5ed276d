package ca.rocketreception.ports.driven.billing;

import ca.rocketreception.domain.Days;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.billing.Account;
import ca.rocketreception.domain.billing.Margin;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.billing.StatementId;
import ca.rocketreception.domain.billing.StatementLine;
import ca.rocketreception.domain.billing.Subscription;
import ca.rocketreception.domain.usage.UsageEntry;
import ca.rocketreception.domain.usage.UsageEntryId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What subscribers pay by and were billed for. What is final never changes. Whatever is added, is
 * so together with its audit entry; what adds nothing adds no entry. Every method throws {@link
 * ca.rocketreception.domain.Refusal.NotFound} for a subscriber that is not there, and {@link
 * ca.rocketreception.domain.Refusal.Unavailable} when the store cannot be reached.
 */
public interface Statements {

  /** All that statements follow from, but for the ledger. */
  Account account(SubscriberId subscriber);

  /**
   * Adds what a subscriber pays by from a day on. The same again is fine and adds nothing.
   *
   * @throws ca.rocketreception.domain.Refusal as {@link Account#subscribe} does
   */
  void subscribe(Subscription subscription, AuditEntry entry);

  /** What would be owed for a month now, or the final statement when there is one. */
  Statement read(SubscriberId subscriber, YearMonth month);

  /**
   * Makes a month's statement final. Lines of use that are written at the same time are on it, or
   * late; none is on two or lost.
   *
   * @throws ca.rocketreception.domain.Refusal as {@link Account#mayFinalise} does; final already is
   *     {@link ca.rocketreception.domain.Refusal.Conflict}
   */
  Statement finalise(
      SubscriberId subscriber, YearMonth month, Instant now, Function<Statement, AuditEntry> entry);

  /**
   * Gives back some of a month's final statement. Safe to repeat under the same id: there is one
   * note of it.
   *
   * @param id names the credit note
   * @throws ca.rocketreception.domain.Refusal as {@link Statement#credit} does
   */
  Statement credit(
      SubscriberId subscriber,
      YearMonth month,
      StatementId id,
      BigDecimal amount,
      String reason,
      Instant now,
      Function<Statement, AuditEntry> entry);

  /** What providers charged for what was used in some days, as far as it is known. */
  Margin.Costs costs(SubscriberId subscriber, Days days);

  /** All final statements and credit notes, in the order in which they became so. */
  List<Statement> issued(SubscriberId subscriber);

  /**
   * Lines of use that a line of a statement counts, in the order of their writing; none for a line
   * that is not about use.
   *
   * @param after only those after this one
   */
  List<UsageEntry> entries(
      Statement statement, StatementLine line, int limit, Optional<UsageEntryId> after);
}
