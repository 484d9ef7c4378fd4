import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import './page.css';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { fetcher } from './fetcher.js';

const DEFAULT_QUERY = `{
  orders(first: 5) {
    nodes {
      id
      state
      totalMoney
    }
  }
}
`;

const place = document.getElementById('graphiql');
if (place === null) throw new Error('index.html has no element with the id graphiql');
createRoot(place).render(<GraphiQL fetcher={fetcher} defaultQuery={DEFAULT_QUERY} />);
