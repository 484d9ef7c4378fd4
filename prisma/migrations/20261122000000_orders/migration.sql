-- Every primary and unique key of the write path begins with order_id, so that Citus or partitions can spread it.

CREATE TABLE "orders" (
    "order_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "basket_id" UUID,
    "total_minor" BIGINT,
    "currency" TEXT,
    "conversation_id" TEXT,
    "timeout_retry_count" INTEGER NOT NULL DEFAULT 0,
    "basket_deleted" BOOLEAN NOT NULL DEFAULT false,
    "wait_expiries" INTEGER NOT NULL DEFAULT 0,
    "contact_version" INTEGER,
    "out_sequence" INTEGER NOT NULL DEFAULT 0,
    "wake_at" TIMESTAMPTZ(6),
    "wake_attempt" INTEGER,
    "placed_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "orders_pkey" PRIMARY KEY ("order_id"),
    CONSTRAINT "orders_status_known" CHECK ("status" IN ('Awaiting', 'Placed', 'Completed', 'Cancelled', 'Failed')),
    CONSTRAINT "orders_version_positive" CHECK ("version" > 0),
    CONSTRAINT "orders_total_has_currency" CHECK (("total_minor" IS NULL) = ("currency" IS NULL) AND "total_minor" >= 0)
) WITH (fillfactor = 80); -- an order is updated a few times soon after its insert: leave its page room

-- The sweep's index holds only what has a timer.
CREATE INDEX "orders_wake_at" ON "orders" ("wake_at") WHERE "wake_at" IS NOT NULL;
CREATE INDEX "orders_placed_at" ON "orders" ("placed_at" DESC, "order_id" DESC);
CREATE INDEX "orders_status_placed_at" ON "orders" ("status", "placed_at" DESC, "order_id" DESC);
CREATE INDEX "orders_basket_id" ON "orders" ("basket_id");

CREATE TABLE "order_events" (
    "order_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "position" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    "transaction_id" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "type" TEXT NOT NULL,
    "schema_version" SMALLINT NOT NULL DEFAULT 1,
    "data" JSONB NOT NULL,
    "caused_by" TEXT NOT NULL,
    "conversation_id" TEXT,
    "traceparent" TEXT,
    "actor" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "order_events_pkey" PRIMARY KEY ("order_id", "version")
);

-- Names and e-mail addresses, apart from the history: erasing a person from it is an update of these rows.
-- Beside here they stand only in the bodies of messages, deferred messages and dead letters.
-- A row belongs to the event of the same version that brought the contact; orders.contact_version names the one in force.
CREATE TABLE "contacts" (
    "order_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "full_name" VARCHAR(100),
    "email" VARCHAR(255),

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("order_id", "version")
);
CREATE INDEX "contacts_email" ON "contacts" ("email");

-- What has been applied is never applied again; kept as long as the order lives.
CREATE TABLE "inbox" (
    "order_id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("order_id", "message_id")
);

-- Every message that was ever decided on, byte for byte as it goes out; gapless per order.
CREATE TABLE "messages" (
    "order_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "message_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "destination" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "body" TEXT NOT NULL,
    "event_version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "messages_pkey" PRIMARY KEY ("order_id", "sequence")
);

-- Pointers to what has not been confirmed yet; deleted when the broker has confirmed.
CREATE TABLE "outbox" (
    "order_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "id" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    "lane" SMALLINT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(6),
    "quarantined_at" TIMESTAMPTZ(6),
    "last_error" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("order_id", "sequence")
);
CREATE INDEX "outbox_id" ON "outbox" ("id");
-- What holds back the later messages of its order; all but always empty.
CREATE INDEX "outbox_held" ON "outbox" ("order_id", "sequence") WHERE "next_attempt_at" IS NOT NULL;

-- Early messages as they came, until their checkout applies them or their wait ends in the dead letters.
CREATE TABLE "deferred_messages" (
    "order_id" UUID NOT NULL,
    "message_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "content_type" TEXT,
    "headers" JSON NOT NULL,
    "body" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "deferred_messages_pkey" PRIMARY KEY ("order_id", "message_id")
);

-- json, not jsonb: a header may hold what jsonb refuses (NUL), and must be kept as it came.
CREATE TABLE "dead_letters" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "fingerprint" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "order_id" UUID,
    "type" TEXT,
    "message_id" TEXT,
    "source" TEXT NOT NULL,
    "content_type" TEXT,
    "headers" JSON NOT NULL,
    "body" BYTEA NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
    "last_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "dead_letters_direction_known" CHECK ("direction" IN ('inbound', 'outbound'))
);
CREATE UNIQUE INDEX "dead_letters_fingerprint" ON "dead_letters" ("fingerprint");
CREATE INDEX "dead_letters_last_at" ON "dead_letters" ("last_at");

-- A lane of the relay is a unit of ownership: one relay at a time, for seconds, by a fencing token.
CREATE TABLE "lanes" (
    "lane" SMALLINT NOT NULL,
    "owner" UUID,
    "token" BIGINT NOT NULL DEFAULT 0,
    "leased_until" TIMESTAMPTZ(6) NOT NULL DEFAULT '-infinity',

    CONSTRAINT "lanes_pkey" PRIMARY KEY ("lane")
);
INSERT INTO "lanes" ("lane") SELECT generate_series(0, 15);

-- Who relays at the moment: a relay holds a slot, and its wake-up queue is named for it.
CREATE TABLE "relays" (
    "slot" SMALLINT NOT NULL,
    "instance" UUID,
    "live_until" TIMESTAMPTZ(6) NOT NULL DEFAULT '-infinity',

    CONSTRAINT "relays_pkey" PRIMARY KEY ("slot")
);
INSERT INTO "relays" ("slot") SELECT generate_series(0, 15);

-- The embedded broker.
CREATE TABLE "broker_bindings" (
    "exchange" TEXT NOT NULL,
    "queue" TEXT NOT NULL,

    CONSTRAINT "broker_bindings_pkey" PRIMARY KEY ("exchange", "queue")
);
CREATE TABLE "broker_messages" (
    "id" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    "queue" TEXT NOT NULL,
    "exchange" TEXT NOT NULL,
    "message_id" TEXT,
    "content_type" TEXT,
    "headers" JSON NOT NULL,
    "body" BYTEA NOT NULL,
    "redelivered" BOOLEAN NOT NULL DEFAULT false,
    "published_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),

    CONSTRAINT "broker_messages_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "broker_messages_queue" ON "broker_messages" ("queue", "id");
