unnest(
    cast(:starts as timestamptz[]), cast(:dims as int[]), cast(:metrics as smallint[]),
    cast(:new_values as double precision[]), cast(:texts as text[]), cast(:changes as "char"[]),
    cast(:places as tid[]), cast(:old_values as double precision[]), cast(:had_texts as boolean[])
) as i (period_start, dims_id, metric_id, value, value_text, change, place, old_value, had_text)
