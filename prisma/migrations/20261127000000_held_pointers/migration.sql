-- A message in quarantine holds back its order's later ones until an operator says what becomes of it, and with many of them the relay
-- walked over all that stood behind them at every fetch. Now they leave its index: held_by names the quarantined message that
-- holds a pointer back, its own sequence for that message itself. The relay sets it when it meets such a pointer, so that the write path
-- pays nothing for it.
ALTER TABLE "outbox" ADD COLUMN "held_by" INTEGER;
UPDATE "outbox" SET "held_by" = "sequence" WHERE "quarantined_at" IS NOT NULL;

DROP INDEX "outbox_id";
CREATE INDEX "outbox_id" ON "outbox" ("id") WHERE "held_by" IS NULL;
