"""The GrowingIO statistics export API: a client with retries, a shared token and a shared rate limit."""
