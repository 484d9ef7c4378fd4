SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  // The default would send the document to a validator on the internet.
  validatorUrl: null,
});
