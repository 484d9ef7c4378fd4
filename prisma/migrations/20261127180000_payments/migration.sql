-- A payment as it stands: what folding its order's payment events gives, whole in "state"; the columns beside are for questions.
CREATE TABLE "payments" (
    "order_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    -- Of the order, when the payment last changed.
    "version" INTEGER NOT NULL,
    "total_minor" BIGINT,
    "currency" TEXT,
    "review_reason" TEXT,
    "state" JSONB NOT NULL,
    "wake_at" TIMESTAMPTZ(6),
    "deadline_kind" TEXT,
    "deadline_attempt" INTEGER,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "payments_pkey" PRIMARY KEY ("order_id"),
    CONSTRAINT "payments_total_with_currency" CHECK (("total_minor" IS NULL) = ("currency" IS NULL)),
    CONSTRAINT "payments_deadline_whole" CHECK (
        ("wake_at" IS NULL) = ("deadline_kind" IS NULL) AND ("wake_at" IS NULL) = ("deadline_attempt" IS NULL)
    )
) WITH (fillfactor = 80);
CREATE INDEX "payments_created_at" ON "payments" ("created_at" DESC, "order_id" DESC);
CREATE INDEX "payments_status_created_at" ON "payments" ("status", "created_at" DESC, "order_id" DESC);
CREATE INDEX "payments_wake_at" ON "payments" ("wake_at", "order_id") WHERE "wake_at" IS NOT NULL;

-- Every call that moves money, or promises to, committed before its first try. "operation" is all that is sent: a retry sends the
-- same bytes under the same id.
CREATE TABLE "payment_operations" (
    "operation_id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    -- Null of a void, which has no amount of its own.
    "amount_minor" BIGINT,
    "currency" TEXT,
    "operation" JSONB NOT NULL,
    -- Of what it made, as the gateway calls it.
    "reference" TEXT,
    "fee_minor" BIGINT,
    -- Why it isn't known, was declined, or came to nothing.
    "reason" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "payment_operations_pkey" PRIMARY KEY ("operation_id"),
    CONSTRAINT "payment_operations_kind_known" CHECK ("kind" IN ('authorize', 'capture', 'void', 'refund')),
    CONSTRAINT "payment_operations_status_known" CHECK (
        "status" IN ('asked', 'pending', 'unknown', 'succeeded', 'declined', 'failed', 'abandoned')
    ),
    CONSTRAINT "payment_operations_amount_with_currency" CHECK (("amount_minor" IS NULL) = ("currency" IS NULL)),
    CONSTRAINT "payment_operations_attempt_once" UNIQUE ("order_id", "kind", "attempt")
) WITH (fillfactor = 80);
CREATE INDEX "payment_operations_reference" ON "payment_operations" ("reference") WHERE "reference" IS NOT NULL;

-- What is to be asked of the gateway, and when. A row goes with the commit of its answer.
CREATE TABLE "gateway_tasks" (
    "operation_id" UUID NOT NULL,
    "task" TEXT NOT NULL,
    -- Which resending, or which scheduled look-up; -1 for a look-up that an operator asked for.
    "number" INTEGER NOT NULL,
    "order_id" UUID NOT NULL,
    -- Whoever claims it moves this to the end of its lease.
    "due_at" TIMESTAMPTZ(6) NOT NULL,
    "claims" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "gateway_tasks_pkey" PRIMARY KEY ("operation_id", "task", "number"),
    CONSTRAINT "gateway_tasks_task_known" CHECK ("task" IN ('send', 'look_up'))
) WITH (fillfactor = 70);
CREATE INDEX "gateway_tasks_due_at" ON "gateway_tasks" ("due_at");
CREATE INDEX "gateway_tasks_order_id" ON "gateway_tasks" ("order_id");

-- Operators' commands by their idempotency keys, each with its first answer.
CREATE TABLE "payment_requests" (
    "key" TEXT NOT NULL,
    "order_id" UUID NOT NULL,
    -- SHA-256 of what was asked, in hex: the same key with something else is refused.
    "fingerprint" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "answered_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "payment_requests_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "payment_requests_answered_at" ON "payment_requests" ("answered_at");
