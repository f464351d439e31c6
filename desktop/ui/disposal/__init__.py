"""保管・廃棄: what is kept until when, and how it is destroyed."""
