-- The documents of items, and those within them.
CREATE VIEW batch_document AS
  SELECT batch_id, item, document_id FROM document_item
  UNION ALL
  SELECT batch_id, item, part_id
  FROM document_item JOIN document_part USING (document_id)
  WHERE part_id IS NOT NULL;
