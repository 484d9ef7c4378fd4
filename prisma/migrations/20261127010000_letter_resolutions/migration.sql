-- What was done about a dead letter, oldest first. A message that is buried again opens its letter anew, and who dealt with it before
-- stays to be read.
ALTER TABLE "dead_letters" ADD COLUMN "resolutions" JSONB NOT NULL DEFAULT '[]';
UPDATE "dead_letters" SET "resolutions" = jsonb_build_array(jsonb_build_object(
    'resolution', "resolution", 'at', "resolved_at", 'by', "resolved_by", 'reason', "resolution_reason"
)) WHERE "resolution" IS NOT NULL;
