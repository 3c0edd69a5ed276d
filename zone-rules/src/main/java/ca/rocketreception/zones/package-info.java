/**
 * When clocks change, by the newest rules at hand instead of the JDK's own.
 *
 * <p>All of {@code java.time} takes its rules from here once the system property {@code
 * java.time.zone.DefaultZoneRulesProvider} names {@link ca.rocketreception.zones.NewestZoneRules},
 * which the JDK reads when it needs the first rules: {@link
 * ca.rocketreception.zones.ZoneData#install} must be a program's first statement.
 */
package ca.rocketreception.zones;
