"""The whole main job on the sample office, through the real window, without a screen.

Nothing here calls a service: the tour presses keys, clicks, drops files, and reads what the window
shows.
"""
