-- What gateways paid out, line by line, as they tell it or as a file does.
CREATE TABLE "payout_lines" (
    "gateway" TEXT NOT NULL,
    "line_id" TEXT NOT NULL,
    -- In the order in which they came: of two lines for one thing, the first is the right one.
    "position" BIGSERIAL NOT NULL,
    "payout_id" TEXT NOT NULL,
    -- Null where the line is of no payment.
    "reference" TEXT,
    "category" TEXT NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "fee_minor" BIGINT NOT NULL,
    "net_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "available_on" TIMESTAMPTZ(6) NOT NULL,
    "source" TEXT NOT NULL,
    "imported_at" TIMESTAMPTZ(6) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'imported',
    -- What it is about, as far as is known: an operation, as the ledger names it.
    "order_id" UUID,
    "operation_id" UUID,
    -- When the ledger took its money in, and when it came off what the gateway owes: at once, unless it stood in suspense between.
    "booked_at" TIMESTAMPTZ(6),
    "matched_at" TIMESTAMPTZ(6),

    CONSTRAINT "payout_lines_pkey" PRIMARY KEY ("gateway", "line_id"),
    CONSTRAINT "payout_lines_category_known" CHECK ("category" IN ('capture', 'refund', 'refund_failure', 'dispute', 'fee', 'adjustment')),
    CONSTRAINT "payout_lines_currency_code" CHECK ("currency" ~ '^[A-Z]{3}$'),
    CONSTRAINT "payout_lines_source_known" CHECK ("source" IN ('gateway', 'file')),
    CONSTRAINT "payout_lines_status_known" CHECK ("status" IN ('imported', 'matched', 'unexplained', 'adjusted')),
    CONSTRAINT "payout_lines_booked" CHECK (("status" = 'imported') = ("booked_at" IS NULL)),
    CONSTRAINT "payout_lines_matched" CHECK (
        ("status" = 'matched') = ("matched_at" IS NOT NULL) AND ("matched_at" IS NULL OR "operation_id" IS NOT NULL)
    )
);
CREATE INDEX "payout_lines_open" ON "payout_lines" ("position") WHERE "status" IN ('imported', 'unexplained');
CREATE INDEX "payout_lines_order_id" ON "payout_lines" ("order_id", "operation_id");

-- Where orders, ledger and payout lines disagree: one row for each kind and line, or operation that has none.
CREATE TABLE "settlement_breaks" (
    "break_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "gateway" TEXT,
    "line_id" TEXT,
    "order_id" UUID,
    "operation_id" UUID,
    "reference" TEXT,
    -- What the books say, and what the gateway says.
    "expected_minor" BIGINT,
    "expected_currency" TEXT,
    "found_minor" BIGINT,
    "found_currency" TEXT,
    "first_seen_at" TIMESTAMPTZ(6) NOT NULL,
    "resolved_at" TIMESTAMPTZ(6),
    "resolution" TEXT,
    "resolved_by" TEXT,
    "resolution_reason" TEXT,

    CONSTRAINT "settlement_breaks_pkey" PRIMARY KEY ("break_id"),
    CONSTRAINT "settlement_breaks_kind_known" CHECK ("kind" IN (
        'missing_at_psp', 'missing_in_ledger', 'amount_diff', 'fee_diff', 'currency_diff', 'duplicate', 'late'
    )),
    CONSTRAINT "settlement_breaks_resolution_known" CHECK ("resolution" IN ('matched', 'replaced', 'adjusted', 'accepted')),
    CONSTRAINT "settlement_breaks_resolved_whole" CHECK (
        ("resolved_at" IS NULL) = ("resolution" IS NULL) AND ("resolved_at" IS NULL) = ("resolved_by" IS NULL)
    ),
    CONSTRAINT "settlement_breaks_line_or_operation" CHECK (
        ("gateway" IS NULL) = ("line_id" IS NULL) AND ("line_id" IS NOT NULL OR "operation_id" IS NOT NULL)
    )
);
CREATE INDEX "settlement_breaks_open" ON "settlement_breaks" ("first_seen_at") WHERE "resolved_at" IS NULL;
CREATE INDEX "settlement_breaks_line" ON "settlement_breaks" ("gateway", "line_id");

-- Up to where a gateway's payout lines have been read to their end.
CREATE TABLE "settlement_pulls" (
    "gateway" TEXT NOT NULL,
    "read_to" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "settlement_pulls_pkey" PRIMARY KEY ("gateway")
);
