"""設定の「鍵」: rolls, key sticks and the recovery card."""
