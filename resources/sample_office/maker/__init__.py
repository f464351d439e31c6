"""Makes the sample office: a fictional retailer's register, answers and post. No real person."""
