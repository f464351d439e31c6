"""登録情報: search the customer register, and import it."""
