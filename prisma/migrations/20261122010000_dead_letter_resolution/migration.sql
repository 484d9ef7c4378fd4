-- Dead letters are put away when they are redriven or discarded, and stand in the order in which they were buried.
ALTER TABLE "dead_letters"
    ADD COLUMN "position" BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN "resolution" TEXT,
    ADD COLUMN "resolved_at" TIMESTAMPTZ(6),
    ADD COLUMN "resolved_by" TEXT,
    ADD COLUMN "resolution_reason" TEXT,
    ADD CONSTRAINT "dead_letters_resolution_known" CHECK ("resolution" IN ('redriven', 'discarded')),
    ADD CONSTRAINT "dead_letters_resolution_complete" CHECK (
        ("resolution" IS NULL) = ("resolved_at" IS NULL) AND ("resolution" IS NULL) = ("resolved_by" IS NULL)
    );

CREATE UNIQUE INDEX "dead_letters_position" ON "dead_letters" ("position");
CREATE INDEX "dead_letters_order_id" ON "dead_letters" ("order_id", "position");
-- What is still to be dealt with, by its group.
CREATE INDEX "dead_letters_open" ON "dead_letters" ("reason", "type", "position") WHERE "resolved_at" IS NULL;
-- What may go after its retention.
CREATE INDEX "dead_letters_resolved_at" ON "dead_letters" ("resolved_at") WHERE "resolved_at" IS NOT NULL;
