"""受付: what is due today, the mail coming in, and the mail not yet filed."""
