"""The reference work as it is proposed, published and handed on."""
