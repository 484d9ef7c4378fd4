-- The books: double entry, per currency. A transfer is two rows, a debit and a credit; what one fact makes is a posting, all rows
-- of one (operation_id, purpose). What belongs to no order stands under the empty UUID, so that every key begins with order_id.
CREATE TABLE "ledger_entries" (
    "order_id" UUID NOT NULL,
    "operation_id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "transfer" SMALLINT NOT NULL,
    "side" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "hold_operation_id" UUID,
    "expires_at" TIMESTAMPTZ(6),
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("order_id", "operation_id", "purpose", "transfer", "side"),
    CONSTRAINT "ledger_entries_side_known" CHECK ("side" IN ('debit', 'credit')),
    CONSTRAINT "ledger_entries_account_known" CHECK ("account" IN (
        'auth_hold_asset', 'auth_hold_contra', 'psp_clearing', 'bank', 'psp_fees', 'deferred_revenue', 'revenue',
        'refunds_payable', 'chargebacks', 'chargeback_losses', 'suspense'
    )),
    CONSTRAINT "ledger_entries_phase_known" CHECK ("phase" IN ('posted', 'pending', 'post', 'void')),
    CONSTRAINT "ledger_entries_amount_positive" CHECK ("amount_minor" > 0),
    CONSTRAINT "ledger_entries_currency_code" CHECK ("currency" ~ '^[A-Z]{3}$'),
    -- A hold is never taken for money: no transfer leads from the two memo accounts to another one.
    CONSTRAINT "ledger_entries_holds_apart" CHECK (
        ("phase" = 'posted') = ("account" NOT IN ('auth_hold_asset', 'auth_hold_contra'))
    ),
    CONSTRAINT "ledger_entries_hold_named" CHECK (("phase" = 'posted') = ("hold_operation_id" IS NULL)),
    CONSTRAINT "ledger_entries_pending_expires" CHECK (("phase" = 'pending') = ("expires_at" IS NOT NULL))
);

-- What each account holds of each order: TigerBeetle's four sums. By order, so that no two orders' writers wait for one row.
CREATE TABLE "ledger_balances" (
    "order_id" UUID NOT NULL,
    "account" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "debits_pending" BIGINT NOT NULL DEFAULT 0,
    "credits_pending" BIGINT NOT NULL DEFAULT 0,
    "debits_posted" BIGINT NOT NULL DEFAULT 0,
    "credits_posted" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "ledger_balances_pkey" PRIMARY KEY ("order_id", "account", "currency"),
    -- A hold can't give back more than it holds: the posting that tries fails as a whole.
    CONSTRAINT "ledger_balances_not_negative" CHECK (
        "debits_pending" >= 0 AND "credits_pending" >= 0 AND "debits_posted" >= 0 AND "credits_posted" >= 0
    )
) WITH (fillfactor = 80);

-- What the payment itself says of its money: a copy of its state, that the ledger is compared with. Sums over its whole life, but
-- for held and refunding, which are what is held and what is due at the moment.
CREATE TABLE "payment_amounts" (
    "order_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "authorized_minor" BIGINT NOT NULL DEFAULT 0,
    "held_minor" BIGINT NOT NULL DEFAULT 0,
    "captured_minor" BIGINT NOT NULL DEFAULT 0,
    -- By payout lines, before fees, less what they deducted for refunds and disputes.
    "settled_minor" BIGINT NOT NULL DEFAULT 0,
    -- Asked for and neither confirmed nor abandoned.
    "refunding_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    -- By disputes with their fees, less what won ones brought back.
    "charged_back_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "payment_amounts_pkey" PRIMARY KEY ("order_id"),
    CONSTRAINT "payment_amounts_within_authorization" CHECK (
        "held_minor" >= 0 AND "captured_minor" >= 0 AND "held_minor" + "captured_minor" <= "authorized_minor"
    ),
    -- A refund is reserved here before the gateway is asked, so that many at once can't exceed the capture.
    CONSTRAINT "payment_amounts_within_capture" CHECK (
        "refunding_minor" >= 0 AND "refunded_minor" >= 0 AND "refunding_minor" + "refunded_minor" <= "captured_minor"
    )
) WITH (fillfactor = 80);

-- Two statements: of INSERT … ON CONFLICT the row proposed is checked first, and a release alone would be negative.
CREATE FUNCTION "ledger_add_to_balances"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "ledger_balances" ("order_id", "account", "currency")
    SELECT DISTINCT "order_id", "account", "currency" FROM "added" ORDER BY "order_id", "account", "currency"
    ON CONFLICT DO NOTHING;
    UPDATE "ledger_balances" b SET
        "debits_pending" = b."debits_pending" + a."debits_pending",
        "credits_pending" = b."credits_pending" + a."credits_pending",
        "debits_posted" = b."debits_posted" + a."debits_posted",
        "credits_posted" = b."credits_posted" + a."credits_posted"
    FROM (
        SELECT "order_id", "account", "currency",
            coalesce(sum("reserved") FILTER (WHERE "side" = 'debit'), 0)::bigint AS "debits_pending",
            coalesce(sum("reserved") FILTER (WHERE "side" = 'credit'), 0)::bigint AS "credits_pending",
            coalesce(sum("moved") FILTER (WHERE "side" = 'debit'), 0)::bigint AS "debits_posted",
            coalesce(sum("moved") FILTER (WHERE "side" = 'credit'), 0)::bigint AS "credits_posted"
        FROM (
            SELECT "order_id", "account", "currency", "side",
                CASE "phase" WHEN 'pending' THEN "amount_minor" WHEN 'posted' THEN 0 ELSE -"amount_minor" END AS "reserved",
                CASE WHEN "phase" IN ('posted', 'post') THEN "amount_minor" ELSE 0 END AS "moved"
            FROM "added"
        ) effect
        GROUP BY "order_id", "account", "currency"
    ) a
    WHERE (b."order_id", b."account", b."currency") = (a."order_id", a."account", a."currency");
    RETURN NULL;
END $$;

CREATE TRIGGER "ledger_entries_balances" AFTER INSERT ON "ledger_entries"
    REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "ledger_add_to_balances"();

CREATE FUNCTION "ledger_refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is append only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'A mistake is corrected by another posting.';
END $$;

CREATE TRIGGER "ledger_entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entries"
    FOR EACH STATEMENT EXECUTE FUNCTION "ledger_refuse_change"();
-- Also in a session that calls itself a replica, where ordinary triggers rest.
ALTER TABLE "ledger_entries" ENABLE ALWAYS TRIGGER "ledger_entries_append_only";
-- Not even to the owner: nothing of ours changes an entry.
REVOKE UPDATE, DELETE, TRUNCATE ON "ledger_entries" FROM PUBLIC, CURRENT_USER;
