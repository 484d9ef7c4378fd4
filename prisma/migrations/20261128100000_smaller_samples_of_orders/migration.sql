-- Of the columns that a list is filtered or sorted by, a sample of 9,000 rows tells the planner what one of 30,000 does: the plans of all filters
-- stay. The others are only carried along. With the default, an analyze of "orders" took a core for 0.35 s (200,000 orders), with this 0.16 s;
-- of "contacts" 0.2 s and 0.09 s.
ALTER TABLE "orders"
  ALTER COLUMN "order_id" SET STATISTICS 30,
  ALTER COLUMN "status" SET STATISTICS 30,
  ALTER COLUMN "basket_id" SET STATISTICS 30,
  ALTER COLUMN "wake_at" SET STATISTICS 30,
  ALTER COLUMN "placed_at" SET STATISTICS 30,
  ALTER COLUMN "updated_at" SET STATISTICS 30,
  ALTER COLUMN "version" SET STATISTICS 0,
  ALTER COLUMN "total_minor" SET STATISTICS 0,
  ALTER COLUMN "currency" SET STATISTICS 0,
  ALTER COLUMN "conversation_id" SET STATISTICS 0,
  ALTER COLUMN "timeout_retry_count" SET STATISTICS 0,
  ALTER COLUMN "basket_deleted" SET STATISTICS 0,
  ALTER COLUMN "wait_expiries" SET STATISTICS 0,
  ALTER COLUMN "contact_version" SET STATISTICS 0,
  ALTER COLUMN "out_sequence" SET STATISTICS 0,
  ALTER COLUMN "wake_attempt" SET STATISTICS 0,
  ALTER COLUMN "created_at" SET STATISTICS 0;
ALTER TABLE "contacts"
  ALTER COLUMN "order_id" SET STATISTICS 30,
  ALTER COLUMN "version" SET STATISTICS 30,
  ALTER COLUMN "email" SET STATISTICS 30,
  ALTER COLUMN "full_name" SET STATISTICS 0;
