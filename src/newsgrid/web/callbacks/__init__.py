"""What hubs call (WebSub): confirmations of subscriptions, and deliveries. The worker reads what is kept here."""
