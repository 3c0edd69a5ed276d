/** What a business owes: plans, rates, subscriptions, statements. */
package ca.rocketreception.domain.billing;
