"""What a page needs, made with few queries into small frozen cards. Views call these, templates get only cards."""
