"""What Amazon must know of the shop: rights, tables, alarms. Written by `manage.py aws_files`."""
